import type { BehaviourView, HostCallInput, TrainingView } from '../../../shared/contract/host.ts';
import { AppError } from '../../../shared/errors.ts';
import type { BehaviourState } from '../../training/control/contract.ts';
import type { TrainingControl } from '../../training/control/training-control.ts';
import { endLesson, LESSONS, startLesson } from '../../training/lessons.ts';

/**
 * The instructor's panel: the training plant's switches, and which lesson runs. Every call rejects with what
 * the training plant says: BAD_REQUEST, NOT_FOUND, RATE_LIMITED, TRAINING_NO_ANSWER.
 */
export class TrainingDesk {
  readonly control: TrainingControl;
  #lesson: string | null = null;
  #kgPerSecond: number | null;

  /** @param speed as the training plant was started with */
  constructor(control: TrainingControl, speed: number | 'instant') {
    this.control = control;
    this.#kgPerSecond = speed === 'instant' ? null : speed;
  }

  async view(): Promise<TrainingView> {
    const [plc, odoo] = await Promise.all([
      this.control.plc.request('list-behaviours', {}),
      this.control.odoo.request('list-behaviours', {}),
    ]);
    return {
      behaviours: [
        ...plc.map((state) => viewBehaviour('plc', state)),
        ...odoo.map((state) => viewBehaviour('odoo', state)),
      ],
      lessons: LESSONS.map(({ name, title, see, todo }) => ({
        name,
        title,
        see,
        todo,
        running: name === this.#lesson,
      })),
      kg_per_second: this.#kgPerSecond,
    };
  }

  async switchBehaviour(input: HostCallInput<'switchBehaviour'>): Promise<TrainingView> {
    const { peer, name, on, parameters } = input;
    const { plc, odoo } = this.control;
    const peers = {
      plc: () => (on ? plc.request('switch-on', { name, parameters }) : plc.request('switch-off', { name })),
      odoo: () =>
        on ? odoo.request('switch-on', { name, parameters }) : odoo.request('switch-off', { name }),
    };
    await peers[peer]();
    return await this.view();
  }

  /** Throws AppError NOT_FOUND for a lesson that there is not. */
  async startLesson(name: string): Promise<BehaviourState[]> {
    const lesson = LESSONS.find((known) => known.name === name);
    if (lesson === undefined) throw new AppError('NOT_FOUND', `there is no lesson ${name}`);
    this.#lesson = null;
    const behaviours = await startLesson(this.control, lesson);
    this.#lesson = name;
    return behaviours;
  }

  async endLesson(): Promise<void> {
    await endLesson(this.control);
    this.#lesson = null;
  }

  /** @param kgPerSecond null: a whole order in one scan */
  async setSpeed(kgPerSecond: number | null): Promise<void> {
    await this.control.plc.request('set-speed', {
      speed: kgPerSecond === null ? 'instant' : { kgPerSecond },
    });
    this.#kgPerSecond = kgPerSecond;
  }
}

function viewBehaviour(peer: BehaviourView['peer'], state: BehaviourState): BehaviourView {
  const { name, title, description, on, happened } = state;
  return {
    peer,
    name,
    title,
    description,
    parameter_schema: state.parameterSchema,
    parameter_texts: state.parameterTexts,
    on,
    parameters: state.parameters,
    since: state.since === null ? null : new Date(state.since).toISOString(),
    happened,
  };
}
