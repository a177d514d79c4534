import { Mic, MicOff } from 'lucide-react';
import { useState } from 'react';
import { useRoomState, useTexts } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { useMicrophoneSettings } from '../../hooks/useMicrophoneSettings.ts';
import { Button } from '../ui/Button.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { Slider } from '../ui/Slider.tsx';
import { Switch } from '../ui/Switch.tsx';
import { ModeControl } from './deviceChoices.tsx';
import { DeviceFailure } from './DeviceFailure.tsx';
import { MicrophoneSelect, SpeakerSelect } from './deviceSelects.tsx';
import { LevelMeter } from './LevelMeter.tsx';
import { Section } from './Section.tsx';
import { SpeakerTest } from './SpeakerTest.tsx';
import { TalkKey } from './TalkKey.tsx';
import { ThresholdSlider } from './ThresholdSlider.tsx';
import { usePreviewedMicrophone } from './usePreviewedMicrophone.ts';
import styles from './Section.module.css';

const SUPPRESSIONS = ['off', 'browser', 'rnnoise'] as const;

export function VoiceTab() {
  const texts = useTexts();
  return (
    <>
      <Section title={texts.settings.microphone}>
        <MicrophoneSelect />
        <MicrophoneTest />
        <ModeControl />
        <ModeDetails />
      </Section>
      <Section title={texts.settings.processing}>
        <Processing />
      </Section>
      <Section title={texts.settings.speaker}>
        <SpeakerSelect />
        <MasterVolume />
        <div className={styles.row}>
          <SpeakerTest />
        </div>
      </Section>
    </>
  );
}

/** In a call the microphone may be open already; else a click opens it for the meter alone. */
function MicrophoneTest() {
  const texts = useTexts();
  const live = useRoomState(({ local }) => local.microphone.status === 'live');
  const [testing, setTesting] = useState(false);
  const opened = usePreviewedMicrophone(testing);
  const measured = live || opened.status === 'open';
  return (
    <>
      {measured && <LevelMeter />}
      {opened.status === 'failed' && <DeviceFailure error={opened.error} of="microphone" />}
      {!live && (
        <div className={styles.row}>
          <Button size="small" onClick={() => setTesting(!testing)}>
            {testing ? <MicOff aria-hidden="true" /> : <Mic aria-hidden="true" />}
            {testing ? texts.settings.stopTest : texts.settings.testMicrophone}
          </Button>
        </div>
      )}
    </>
  );
}

/** What only one of the modes needs. */
function ModeDetails() {
  const texts = useTexts();
  const [settings, change] = useMicrophoneSettings();
  if (settings.mode === 'open') return null;
  return (
    <>
      {settings.mode === 'pushToTalk' ? <TalkKey /> : <ThresholdSlider />}
      <Slider
        label={texts.settings.release}
        value={settings.releaseMs}
        min={0}
        max={2_000}
        step={50}
        format={(value) => `${value} ms`}
        onChange={(releaseMs) => change({ releaseMs })}
      />
    </>
  );
}

function Processing() {
  const texts = useTexts();
  const [settings, change] = useMicrophoneSettings();
  return (
    <>
      <SegmentedControl
        label={texts.settings.noise}
        value={settings.noiseSuppression}
        options={SUPPRESSIONS.map((way) => ({
          value: way,
          label: texts.settings.noises[way].name,
        }))}
        hint={texts.settings.noises[settings.noiseSuppression].hint}
        onChange={(noiseSuppression) => change({ noiseSuppression })}
      />
      <Switch
        label={texts.settings.echo}
        hint={texts.settings.echoHint}
        checked={settings.echoCancellation}
        onChange={(echoCancellation) => change({ echoCancellation })}
      />
      <Switch
        label={texts.settings.autoGain}
        hint={texts.settings.autoGainHint}
        checked={settings.autoGainControl}
        onChange={(autoGainControl) => change({ autoGainControl })}
      />
      <Slider
        label={texts.settings.inputVolume}
        value={Math.round(settings.gain * 100)}
        min={0}
        max={200}
        step={5}
        format={(value) => `${value} %`}
        onChange={(percent) => change({ gain: percent / 100 })}
      />
    </>
  );
}

function MasterVolume() {
  const texts = useTexts();
  const [{ masterVolume }, change] = useCallPreferences();
  return (
    <Slider
      label={texts.settings.masterVolume}
      value={Math.round(masterVolume * 100)}
      min={0}
      max={200}
      step={5}
      format={(value) => `${value} %`}
      onChange={(percent) => change({ masterVolume: percent / 100 })}
    />
  );
}
