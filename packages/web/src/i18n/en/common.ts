export const common = {
  /** Each language calls itself by its own name. */
  languageName: 'English',
  language: 'Language',
  people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
  yourName: 'Your name',
  yourNameHint: 'The others will see it',
  save: 'Save',
  cancel: 'Cancel',
  continue: 'Continue',
  nameNeeded: 'Please type a name that can be seen.',
  on: 'on',
  off: 'off',
  connecting: 'Connecting…',
  connectingSlow:
    'The server does not answer yet. Is it running, and are you in the right network? This page keeps trying.',
  connectingHeld:
    'Too many attempts came from your network. This page tries again by itself in a moment.',
  reconnecting: 'The connection is lost. Reconnecting…',
  reload: 'Reload',
  broken: {
    title: 'This part of the page broke',
    help: 'Reload the page. If it happens again, please report it: this is a fault in Ottogi.',
  },
  tryAgain: 'Try again',
  tryAgainIn: (seconds: number) =>
    seconds === 1 ? 'Try again in a second.' : `Try again in ${seconds} seconds.`,
  close: 'Close',
  dismiss: 'Dismiss',
  you: 'You',
  copyLink: 'Copy link',
  copyRefused: 'The browser does not let this page copy',
  loading: 'Loading…',
  linkCopied: 'Copied',
};
