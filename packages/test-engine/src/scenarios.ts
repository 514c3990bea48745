export {
  describeThroughEngine,
  type ServiceUnderEngine,
  type ThroughEngineOptions,
} from './describe-through-engine.ts';
