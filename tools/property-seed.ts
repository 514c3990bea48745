// Property tests begin from one seed, so that a run of CI says something about the change and nothing about luck.
// `PROPERTY_SEED=random npm test` explores; a number repeats what it found.
import fc from 'fast-check';

const { PROPERTY_SEED: wish = '1' } = process.env;
if (wish !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wish) });
