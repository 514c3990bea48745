import type { EngineEvent } from '@org/dns-core';
import { createManualClock } from '@org/dns-provider-kit/testing';
import { expect, test } from 'vitest';
import { createFirstSweep } from './first-sweep.ts';

const pass = (scope: 'full' | 'delta', inStep: boolean): EngineEvent => ({
  kind: 'pass-ended',
  scope,
  inStep,
  wrote: true,
});

test('the garbage of the start is swept once, after the first full pass in step', () => {
  const clock = createManualClock();
  let sweeps = 0;
  const hear = createFirstSweep(clock, () => void sweeps++);
  const hearThenWait = (event: EngineEvent) => {
    hear(event);
    clock.advance(10_000);
  };
  for (const event of [pass('delta', true), pass('full', false)]) hearThenWait(event);
  expect(sweeps).toBe(0);
  hear(pass('full', true));
  expect(sweeps).toBe(0);
  clock.advance(10_000);
  expect(sweeps).toBe(1);
  for (const event of [pass('full', true), pass('delta', true)]) hearThenWait(event);
  expect(sweeps).toBe(1);
});
