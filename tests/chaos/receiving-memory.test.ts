import { expect, it } from 'vitest';
import { measureReceivingMemory } from '../bench/receiving/memory.mjs';

/** Whoever has pages without end must not be able to fill our memory. */
it('memory stays flat while endless, hanging and compressed sources are verified', async () => {
  const { peak, asked } = await measureReceivingMemory({ each: 50 });
  expect(asked.endless).toBeGreaterThanOrEqual(50);
  expect(asked.bomb).toBeGreaterThanOrEqual(50);
  expect(asked.hanging).toBeGreaterThanOrEqual(100);
  expect(peak).toBeLessThanOrEqual(50);
});
