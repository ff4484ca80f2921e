import { prepareDataFolder } from '../data-folder.ts';

/** Child process of a test: takes the data folder named by its argument, says so, and stays. */
const [, , dataDir] = process.argv;
if (dataDir === undefined) throw new Error('usage: hold-data-folder.ts <data folder>');
prepareDataFolder({ dataDir });
process.stdout.write('taken\n');
process.stdin.resume();
