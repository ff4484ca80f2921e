import { People, type PeopleParts } from '../../access/people.ts';

/**
 * Who may log in while the station trains: shown on the screen with their PINs, as they guard nothing but a
 * plant that is played.
 */
export const TRAINING_PEOPLE = [
  { name: 'Operator', role: 'operator', secret: '1111' },
  { name: 'Supervisor', role: 'supervisor', secret: '2222' },
] as const;

/** The ready-made people, in memory: a trainee may add others, which are gone after the training. */
export async function openTrainingPeople(ports: Omit<PeopleParts, 'file'>): Promise<People> {
  let kept: string | null = null;
  const file = {
    name: 'the list of the training people',
    read: () => kept,
    write: (text: string) => {
      kept = text;
    },
  };
  const people = People.open({ ...ports, file });
  const [operator, supervisor] = TRAINING_PEOPLE;
  await people.createFirst(supervisor.name, supervisor.secret);
  await people.save({ ...operator, disabled: false });
  return people;
}
