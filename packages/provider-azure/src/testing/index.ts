export { startAzureFake } from './azure-fake.ts';
export { fakeConfig } from './fake-config.ts';
