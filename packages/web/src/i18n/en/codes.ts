/** Codes by which two who are connected directly find out whether anybody stands in between. */
export const codes = {
  title: 'Codes of your direct connections',
  lead: 'The server brings you together, and could have put itself in between. Where both of you have the same code, nobody did.',
  show: 'Compare codes…',
  help: 'Read it to each other. It stays the same until you are connected anew.',
  same: 'It is the same for both of us',
  sameHint: 'Kept in this tab, until you are connected anew.',
  none: 'You are connected with nobody directly.',
  coming: 'There is no code yet.',
  compared:
    'You compared the code with everybody here, and nobody stands in between, not even the server.',
};
