export const TABS = ['words', 'flags', 'link', 'doctor'] as const;
export type Tab = (typeof TABS)[number];
export const AREAS = ['READ', 'WRITE'] as const;
export type AreaName = (typeof AREAS)[number];

/** What of the PLC is looked at. Kept in the address. */
export interface Place {
  readonly tab: Tab;
  readonly area: AreaName;
  readonly slot: number;
}

/** Whatever stands in an address is read as far as it makes sense. */
export function readPlace(params: URLSearchParams): Place {
  const slot = params.get('slot') ?? '';
  return {
    tab: TABS.find((tab) => tab === params.get('tab')) ?? 'words',
    area: params.get('area') === 'write' ? 'WRITE' : 'READ',
    slot: /^[1-9]\d?$/.test(slot) ? Number(slot) : 1,
  };
}

/** The address of a place: what is usual is left out. */
export function writePlace({ tab, area, slot }: Place): Record<string, string> {
  return {
    ...(tab !== 'words' && { tab }),
    ...(area === 'WRITE' && { area: 'write' }),
    ...(slot !== 1 && { slot: String(slot) }),
  };
}
