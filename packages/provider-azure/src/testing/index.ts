export { fakeGroup, fakeSubscription, startAzureFake } from './azure-fake.ts';
export { fakeClientId, fakeClientSecret } from './fake-login.ts';
