import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { releaseLine } from '../../../../../client/core/product/product.ts';
import { programStatus, supportLink } from '../../../../../client/main/pages/program-handlers.ts';
import { example } from '../../../../fixtures/second-product/product.ts';
import { accepting, programFixture, yes } from '../../../../support/program-fixture.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

describe('the link that support is sent', () => {
  const collector = new URL('https://collector.example/path');

  it('is there when something was collected, with the ID where no server is told of it', () => {
    const { program } = programFixture(temporaryFolder(), accepting().transport, { product: finder });
    expect(supportLink(program, collector)).toEqual({});
    program.decide(yes);
    expect(supportLink(program, collector)).toEqual({
      supportLink: `https://collector.example/support#${program.installation}`,
    });
  });
});

describe("the state of a product's program", () => {
  it.each([
    [finder, 'Candor Finder', releaseLine(finder.version)],
    [example, 'Candor Example', '2.3'],
  ])('names the product and its release line: $name', (product, name, line) => {
    const { program } = programFixture(temporaryFolder(), accepting().transport, { product });
    program.decide(yes);
    const status = programStatus(product, program, new URL('https://collector.example/path'));
    expect(structuredClone(status)).toEqual(status);
    expect(status).toMatchObject({
      product: name,
      covers: [{ name, line }],
      level: 'standard',
      reason: 'accepted',
      collector: 'https://collector.example',
    });
    expect('results' in status).toBe(false);
    expect(status.history).toEqual([expect.objectContaining({ answer: 'yes', releaseLine: line })]);
  });
});
