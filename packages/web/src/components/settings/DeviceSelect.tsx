import type { DeviceInfo } from '@ottogi/client';
import { useMemo } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { Select } from '../ui/Select.tsx';

interface DeviceSelectProps {
  label: string;
  labelHidden?: boolean;
  devices: readonly DeviceInfo[];
  /** Null for the browser's choice. */
  value: string | null;
  onChange: (deviceId: string | null) => void;
}

/** Chooses one of the devices there are. One that is unplugged now keeps its place. */
export function DeviceSelect({
  label,
  labelHidden = false,
  devices,
  value,
  onChange,
}: DeviceSelectProps) {
  const texts = useTexts();
  const options = useMemo(() => {
    const named = devices.map(({ deviceId, label: name }, index) => ({
      value: deviceId,
      label: name || texts.settings.numbered(label, index + 1),
    }));
    const gone = value !== null && !devices.some(({ deviceId }) => deviceId === value);
    return [
      { value: '', label: texts.settings.defaultDevice },
      ...named,
      ...(gone ? [{ value, label: texts.settings.unplugged }] : []),
    ];
  }, [devices, value, label, texts]);
  return (
    <Select
      label={label}
      labelHidden={labelHidden}
      value={value ?? ''}
      options={options}
      onChange={(chosen) => onChange(chosen || null)}
    />
  );
}
