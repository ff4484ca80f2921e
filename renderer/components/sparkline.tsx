import { Line, LineChart, ReferenceLine, YAxis } from 'recharts';

/** The course of one figure without axes: a glance, not a reading. */
export function Sparkline({
  values,
  reference,
  label,
  width = 190,
  height = 30,
}: {
  readonly values: readonly (number | null)[];
  /** Where the figure should be; drawn as a thin line. */
  readonly reference?: number;
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}) {
  const data = values.map((value, index) => ({ index, value }));
  return (
    <div role="img" aria-label={label}>
      <LineChart
        width={width}
        height={height}
        data={data}
        margin={{ top: 3, right: 3, bottom: 3, left: 3 }}
        accessibilityLayer={false}
      >
        <YAxis hide domain={['dataMin', 'dataMax']} />
        {reference !== undefined && (
          <ReferenceLine y={reference} stroke="var(--line)" ifOverflow="extendDomain" />
        )}
        <Line
          dataKey="value"
          stroke="var(--bar)"
          strokeWidth={1.5}
          dot={false}
          isAnimationActive={false}
          connectNulls
        />
      </LineChart>
    </div>
  );
}
