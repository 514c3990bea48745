export { exchangeProblems, type ObservedExchange } from './protocol-description.ts';
