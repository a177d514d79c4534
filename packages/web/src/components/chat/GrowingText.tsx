import {
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import styles from './GrowingText.module.css';

interface GrowingTextProps {
  ref: RefObject<HTMLTextAreaElement | null>;
  value: string;
  label: string;
  /** Whenever it becomes another one, the field takes the focus. */
  focusKey: string;
  onChange: (value: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  onPaste: (event: ClipboardEvent) => void;
}

/** Text of as many lines as there are, until it scrolls. */
export function GrowingText(props: GrowingTextProps) {
  const { ref, value, label, focusKey, onChange, onKeyDown, onPaste } = props;
  const known = useRef(focusKey);
  const measured = useRef<string | null>(null);

  useLayoutEffect(() => {
    const field = ref.current;
    // To measure is to lay out the whole page, which is too much for what others write.
    if (!field || measured.current === value) return;
    measured.current = value;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  });

  useEffect(() => {
    if (known.current === focusKey) return;
    known.current = focusKey;
    const field = ref.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, [ref, focusKey]);

  return (
    <textarea
      ref={ref}
      className={styles.text}
      rows={1}
      dir="auto"
      value={value}
      placeholder={label}
      aria-label={label}
      enterKeyHint="send"
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    />
  );
}
