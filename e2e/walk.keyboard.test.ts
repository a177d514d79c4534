import { takeWalks } from './scenarios/walk/walks.ts';
import { Keyboard } from './support/Keyboard.ts';

takeWalks('keyboard', (page) => new Keyboard(page));
