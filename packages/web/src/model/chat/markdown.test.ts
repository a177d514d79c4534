import { expect, test } from 'vitest';
import { type Block, type Inline, isEmojiOnly, parseMarkdown } from './markdown.ts';

/** What is left of a message when nothing of it is formatted. */
function textOf(nodes: readonly (Block | Inline)[]): string {
  return nodes
    .map((node): string => {
      if ('text' in node) return node.text;
      if ('items' in node) return node.items.map(textOf).join('');
      return 'children' in node ? textOf(node.children) : '\n';
    })
    .join('');
}

function typesIn(nodes: readonly (Block | Inline)[]): string[] {
  return nodes.flatMap((node) => [
    node.type,
    ...('children' in node ? typesIn(node.children) : []),
    ...('items' in node ? node.items.flatMap(typesIn) : []),
  ]);
}

function linksIn(source: string): string[] {
  const found: string[] = [];
  const walk = (nodes: readonly (Block | Inline)[]) => {
    for (const node of nodes) {
      if (node.type === 'link') found.push(node.url);
      if ('children' in node) walk(node.children);
    }
  };
  walk(parseMarkdown(source));
  return found;
}

test('emphasis, code, quotes and lists are formatted', () => {
  const types = typesIn(parseMarkdown('**b** *i* ~~s~~ `c`\n\n> q\n\n- l\n\n```js\nx\n```'));
  for (const type of ['strong', 'emphasis', 'delete', 'code', 'quote', 'list']) {
    expect(types).toContain(type);
  }
});

test('single line breaks stay, and paragraphs are told apart', () => {
  const [first, second] = parseMarkdown('one\ntwo\n\nthree');
  expect(first).toEqual({ type: 'paragraph', children: [{ type: 'text', text: 'one\ntwo' }] });
  expect(second).toEqual({ type: 'paragraph', children: [{ type: 'text', text: 'three' }] });
});

test.each([
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '# not a heading',
  'not a heading\n---',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '![picture](https://example.org/p.png)',
  '[click](javascript:alert(1))',
  '[click](JaVaScRiPt:alert(1))',
  '[click](data:text/html,x)',
  '[click](/relative)',
  '&lt;b&gt; &#106;avascript:',
  '    four spaces',
  '5 ~ 7 ~ 9',
])('%j is shown as it was typed', (source) => {
  expect(textOf(parseMarkdown(source)).replaceAll(/\s+/g, ' ').trim()).toBe(
    source.replaceAll(/\s+/g, ' ').trim(),
  );
  expect(linksIn(source).filter((url) => !url.startsWith('https://example.org'))).toEqual([]);
});

test('links lead to the web and to mail', () => {
  expect(linksIn('see https://example.org/a?b=c. and www.example.org')).toEqual([
    'https://example.org/a?b=c',
    'http://www.example.org',
  ]);
  expect(linksIn('[site](https://example.org) <mailto:a@example.org>')).toEqual([
    'https://example.org',
    'mailto:a@example.org',
  ]);
});

test('what is nested without end stays shallow, and is still there', () => {
  const blocks = parseMarkdown(`${'> '.repeat(1500)}deep`);
  expect(typesIn(blocks).length).toBeLessThan(20);
  expect(textOf(blocks)).toContain('deep');
});

test('only emoji are emoji', () => {
  expect(isEmojiOnly('👍🏽 🎉')).toBe(true);
  expect(isEmojiOnly('👩‍👧‍👦')).toBe(true);
  expect(isEmojiOnly('👍 yes')).toBe(false);
  expect(isEmojiOnly('12')).toBe(false);
});
