import { takeWalks } from './scenarios/walk/walks.ts';
import { Mouse } from './support/Mouse.ts';

takeWalks('mouse', (page) => new Mouse(page));
