export {
  startFakeServer,
  type FakeHandler,
  type FakeReply,
  type FakeRequest,
  type FakeServer,
  type Fault,
  type FaultPlan,
} from './fake-server.ts';
export { createManualClock, type ManualClock } from './manual-clock.ts';
export { otherCa, serverCert, serverKey, testCa } from './certificates.ts';
