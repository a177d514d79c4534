import { Gauge } from 'lucide-react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { MenuItem } from './MoreMenuItem.tsx';

/** Asks for everybody in one picture and one sound, and says how that stands. */
export function SaveDataItem() {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const { wish, weak, ruled, wanted, shown } = useRoomState((state) => state.downlink);
  const on = ruled || weak || wish === 'mix';
  const note = ruled
    ? texts.downlink.ruled
    : on && wanted === 'mix' && shown === 'tiles'
      ? texts.downlink.coming
      : texts.downlink.saveDataHelp;
  return (
    <MenuItem
      icon={<Gauge />}
      on={on}
      disabled={ruled}
      note={note}
      // Who turns it off where the page turned it on means the tiles, weak or not.
      onClick={() => act(client.setDownlink(on ? (weak ? 'tiles' : 'auto') : 'mix'))}
    >
      {texts.downlink.saveData}
    </MenuItem>
  );
}
