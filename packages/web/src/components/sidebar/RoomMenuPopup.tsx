import type { RoomDocument } from '@ottogi/client';
import { Menu, type MenuProps } from '../ui/Menu.tsx';
import { RoomMenuItems } from './RoomMenuItems.tsx';

type RoomMenuPopupProps = Pick<MenuProps, 'trigger' | 'open' | 'onOpenChange' | 'at'> & {
  room: RoomDocument;
};

export function RoomMenuPopup({ room, ...menu }: RoomMenuPopupProps) {
  return (
    <Menu side="right" {...menu}>
      <RoomMenuItems room={room} />
    </Menu>
  );
}
