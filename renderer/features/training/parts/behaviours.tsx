import { useState } from 'react';
import type { BehaviourView } from '../../../../shared/contract/host.ts';
import { Age } from '../../../components/age.tsx';
import { Button } from '../../../components/button.tsx';
import { Panel } from '../../../components/page.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { useView } from '../../../stores/view-store.ts';
import { faultOf, fieldsOf, parametersOf } from '../parameter-fields.ts';
import { texts } from '../texts.ts';
import { useSwitchesUnavailable, useTrainingCall } from '../use-training.ts';
import { ParameterInput } from './parameter-input.tsx';

interface BehavioursProps {
  readonly peer: BehaviourView['peer'];
  readonly behaviours: readonly BehaviourView[];
}

export function Behaviours({ peer, behaviours }: BehavioursProps) {
  const text = useText(texts);
  return (
    <Panel title={text.behaviours[peer]}>
      <ul className="tr-behaviours">
        {behaviours.map((behaviour) => (
          <Behaviour key={behaviour.name} behaviour={behaviour} />
        ))}
      </ul>
    </Panel>
  );
}

function Behaviour({ behaviour }: { readonly behaviour: BehaviourView }) {
  const text = useText(texts);
  const language = useView((view) => view.language);
  const unavailable = useSwitchesUnavailable();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const { mutate, isPending } = useTrainingCall('switchBehaviour');
  const { peer, name, title, description, on } = behaviour;
  const fields = fieldsOf(behaviour.parameter_schema);
  const wrong = fields.some((field) => faultOf(field, typed[field.name] ?? field.fallback) !== null);
  return (
    <li className={on ? 'tr-behaviour tr-behaviour-on' : 'tr-behaviour'} data-behaviour={name}>
      <details open={on}>
        <summary>
          <StateMark shape={on ? 'running' : 'off'} />
          <strong>{title[language]}</strong>
          {on && <OnSince behaviour={behaviour} />}
        </summary>
        <p className="dim">{description[language]}</p>
        <div className="tr-parameters">
          {fields.map((field) => (
            <ParameterInput
              key={field.name}
              field={field}
              label={behaviour.parameter_texts[field.name]?.[language] ?? field.name}
              typed={typed[field.name] ?? field.fallback}
              onType={(value) => setTyped({ ...typed, [field.name]: value })}
            />
          ))}
        </div>
        <Button
          pending={isPending}
          unavailable={unavailable ?? (wrong && !on ? text.wrong.range : null)}
          aria-label={`${on ? text.off : text.on}: ${title[language]}`}
          onClick={() => mutate({ peer, name, on: !on, parameters: on ? {} : parametersOf(fields, typed) })}
        >
          {on ? text.off : text.on}
        </Button>
      </details>
    </li>
  );
}

function OnSince({ behaviour: { since, happened } }: { readonly behaviour: BehaviourView }) {
  const text = useText(texts);
  const format = useFormat();
  return (
    <span className="tr-state">
      {text.isOn} {text.since} <Age at={since} /> · {text.happened(format.count(happened))}
    </span>
  );
}
