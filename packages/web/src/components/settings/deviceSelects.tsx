import { useRoomState, useTexts } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { DeviceSelect } from './DeviceSelect.tsx';

export function MicrophoneSelect() {
  const texts = useTexts();
  const devices = useRoomState((state) => state.devices.microphones);
  const [{ microphone }, change] = useCallPreferences();
  return (
    <DeviceSelect
      label={texts.settings.microphone}
      devices={devices}
      value={microphone.deviceId}
      onChange={(deviceId) => change({ microphone: { ...microphone, deviceId } })}
    />
  );
}

export function CameraSelect() {
  const texts = useTexts();
  const devices = useRoomState((state) => state.devices.cameras);
  const [{ camera }, change] = useCallPreferences();
  return (
    <DeviceSelect
      label={texts.settings.camera}
      devices={devices}
      value={camera.deviceId}
      onChange={(deviceId) => change({ camera: { ...camera, deviceId } })}
    />
  );
}

/** Not every browser lets a page choose; where none is listed there is nothing to choose among. */
export function SpeakerSelect() {
  const texts = useTexts();
  const devices = useRoomState((state) => state.devices.speakers);
  const [{ speaker }, change] = useCallPreferences();
  if (devices.length === 0) return null;
  return (
    <DeviceSelect
      label={texts.settings.speaker}
      devices={devices}
      value={speaker}
      onChange={(chosen) => change({ speaker: chosen })}
    />
  );
}
