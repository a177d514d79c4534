import { playTheCall } from './scenarios/call/call.ts';

playTheCall('sfu');
