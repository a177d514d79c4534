/** Everybody in one picture and one sound, instead of each by themselves. */
export const downlink = {
  saveData: 'Save data',
  saveDataHelp: 'Everybody in one picture and one sound, however many there are.',
  coming: 'The picture of all is being made…',
  lost: 'The picture of all is gone for a moment; it comes back by itself.',
  ruled: 'This room shows everybody one picture of all.',
  stage: 'Everybody in one picture',
  people: 'Who is in this picture',
  sharing: 'shares a screen',
  noVolume:
    'How loud each one is cannot be set here: all come in one sound. For that, turn “Save data” off.',
  weak: 'Your connection is too weak for every picture',
  weakHelp: 'You see and hear everybody in one picture now. Each one comes back when it is better.',
  well: 'Your connection is better again',
  wellHelp: 'Everybody has a picture of their own again.',
};
