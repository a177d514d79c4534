import { Check, Copy } from 'lucide-react';
import { Fragment, memo, type ReactNode, useMemo, useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { type Block, type Inline, isEmojiOnly, parseMarkdown } from '../../model/chat/markdown.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './MarkdownText.module.css';

/** A message's text. Built of elements, never of HTML: what it holds cannot become code. */
export const MarkdownText = memo(function MarkdownText({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div className={styles.text} data-emoji={isEmojiOnly(text)}>
      {blocks.map(renderBlock)}
    </div>
  );
});

// A message does not change its order: the place of a part is its name.
/* oxlint-disable react/no-array-index-key */
function renderBlock(block: Block, key: number): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return (
        <p key={key} dir="auto">
          {block.children.map(renderInline)}
        </p>
      );
    case 'code':
      return <Code key={key} text={block.text} />;
    case 'quote':
      return <blockquote key={key}>{block.children.map(renderBlock)}</blockquote>;
    case 'list': {
      const items = block.items.map((item, index) => <li key={index}>{item.map(renderBlock)}</li>);
      return block.ordered ? (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      ) : (
        <ul key={key}>{items}</ul>
      );
    }
  }
}

function renderInline(inline: Inline, key: number): ReactNode {
  switch (inline.type) {
    case 'text':
      return <Fragment key={key}>{inline.text}</Fragment>;
    case 'strong':
      return <strong key={key}>{inline.children.map(renderInline)}</strong>;
    case 'emphasis':
      return <em key={key}>{inline.children.map(renderInline)}</em>;
    case 'delete':
      return <del key={key}>{inline.children.map(renderInline)}</del>;
    case 'code':
      return <code key={key}>{inline.text}</code>;
    case 'break':
      return <br key={key} />;
    case 'link':
      return (
        <a key={key} href={inline.url} target="_blank" rel="noopener noreferrer" title={inline.url}>
          {inline.children.map(renderInline)}
        </a>
      );
  }
}
/* oxlint-enable react/no-array-index-key */

const COPIED_SHOWN_MS = 2_000;

function Code({ text }: { text: string }) {
  const texts = useTexts();
  const [copied, setCopied] = useState(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_SHOWN_MS);
  }

  return (
    <div className={styles.code}>
      {/* It scrolls sideways, which the keyboard has to reach. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>
        <code dir="ltr">{text}</code>
      </pre>
      {window.isSecureContext && (
        <IconButton
          className={styles.copy}
          label={copied ? texts.chat.copied : texts.chat.copyCode}
          size="small"
          look="plain"
          side="left"
          onClick={() => void copy()}
        >
          {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        </IconButton>
      )}
    </div>
  );
}
