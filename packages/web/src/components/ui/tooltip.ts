export type Side = 'top' | 'right' | 'bottom' | 'left';

export interface TooltipOptions {
  /** A key combination that does the same, such as `Ctrl+D`. */
  shortcut?: string | undefined;
  side?: Side;
}

/**
 * Attributes of what `text` explains when it is pointed at. It has to have a name of its own: a
 * tooltip is not announced.
 */
export function tooltip(text: string, { shortcut, side = 'top' }: TooltipOptions = {}) {
  return { 'data-tooltip': text, 'data-tooltip-shortcut': shortcut, 'data-tooltip-side': side };
}

/** What `tooltip` said of an element. */
export function readTooltip({ dataset }: HTMLElement) {
  const { tooltip: text = '', tooltipShortcut: shortcut, tooltipSide: side } = dataset;
  return { text, shortcut, side: side as Side | undefined };
}

/** The element that has a tooltip, at or around one that is pointed at. */
export function withTooltip(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null;
}

/** Marks the tooltip itself. */
export const TOOLTIP_POPUP = 'data-tooltip-popup';
