/**
 * Messages are written in a little Markdown (CommonMark, with GFM's strikethrough and bare links):
 * emphasis, code, quotes, lists, links. Everything else is text, shown as it was typed: HTML,
 * headings, tables, images, and links to anywhere but the web and mail.
 */
import type { Nodes, Parent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'strong' | 'emphasis' | 'delete'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'break' }
  | { type: 'link'; url: string; children: Inline[] };

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'quote'; children: Block[] }
  | { type: 'list'; ordered: boolean; start: number; items: Block[][] };

/** Deeper than this nobody means it, and a browser should not have to lay it out. */
const MAX_DEPTH = 6;

const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** What CommonMark would make something of, and people who chat would not. */
const DISABLED = [
  'htmlFlow',
  'htmlText',
  'headingAtx',
  'setextUnderline',
  'thematicBreak',
  'codeIndented',
  'definition',
  'characterReference',
];

const OPTIONS = {
  extensions: [
    gfmStrikethrough({ singleTilde: false }),
    gfmAutolinkLiteral(),
    { disable: { null: DISABLED } },
  ],
  mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmAutolinkLiteralFromMarkdown()],
};

export function parseMarkdown(source: string): Block[] {
  return blocks(fromMarkdown(source, OPTIONS), source, 0);
}

function blocks(parent: Parent, source: string, depth: number): Block[] {
  return parent.children.map((node) => block(node, source, depth));
}

function block(node: RootContent, source: string, depth: number): Block {
  if (depth >= MAX_DEPTH) return plain(node, source);
  switch (node.type) {
    case 'paragraph':
      return { type: 'paragraph', children: inlines(node, source, depth) };
    case 'code':
      return { type: 'code', text: node.value };
    case 'blockquote':
      return { type: 'quote', children: blocks(node, source, depth + 1) };
    case 'list':
      return {
        type: 'list',
        ordered: node.ordered ?? false,
        start: node.start ?? 1,
        items: node.children.map((item) => blocks(item, source, depth + 1)),
      };
    default:
      return plain(node, source);
  }
}

function plain(node: Nodes, source: string): Block {
  return { type: 'paragraph', children: [{ type: 'text', text: sourceOf(node, source) }] };
}

function inlines(parent: Parent, source: string, depth: number): Inline[] {
  return parent.children.map((node) => inline(node, source, depth));
}

function inline(node: RootContent, source: string, depth: number): Inline {
  if (depth >= MAX_DEPTH) return { type: 'text', text: sourceOf(node, source) };
  switch (node.type) {
    case 'text':
      return { type: 'text', text: node.value };
    case 'strong':
    case 'emphasis':
    case 'delete':
      return { type: node.type, children: inlines(node, source, depth + 1) };
    case 'inlineCode':
      return { type: 'code', text: node.value };
    case 'break':
      return { type: 'break' };
    case 'link':
      if (!isSafe(node.url)) break;
      return { type: 'link', url: node.url, children: inlines(node, source, depth + 1) };
    default:
  }
  return { type: 'text', text: sourceOf(node, source) };
}

/** Whether a click on it leads to the web or to mail, and nowhere else. */
function isSafe(url: string): boolean {
  return URL.canParse(url) && SAFE_PROTOCOLS.has(new URL(url).protocol);
}

function sourceOf({ position }: Nodes, source: string): string {
  return source.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
}

const EMOJI_ONLY =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200D|\uFE0F|\u20E3|\s){1,32}$/u;

/** A message of a few emoji and nothing else is shown large. */
export function isEmojiOnly(text: string): boolean {
  return EMOJI_ONLY.test(text);
}
