/** Keys that one holds to talk, as `KeyboardEvent.code` says them (https://www.w3.org/TR/uievents-code/). */

/** These move the focus, end things, or belong to the browser and the system. */
const TAKEN = /^(Tab|Enter|NumpadEnter|Escape|Meta|OS|ContextMenu|Arrow|Page|F\d)/;

export function mayHold(code: string): boolean {
  return code !== '' && !TAKEN.test(code);
}

/** As it stands on the key of a usual keyboard. */
export function keyName(code: string): string {
  return code.replace(/^(Key|Digit)/, '').replace(/(?<=[a-z])(?=[A-Z\d])/g, ' ');
}
