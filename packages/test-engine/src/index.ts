export { createListSource, type ListSource } from './list-source.ts';
export type { EngineSetup } from './engine-setup.ts';
export { runEngineOnce } from './run-engine-once.ts';
export { startEngine, type RunningEngine } from './start-engine.ts';
export { costOfMany, countSince, fillZone, measureCost, type CostSubject } from './measure-cost.ts';
