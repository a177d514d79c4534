import { TOPOLOGY_RULES, type TopologyRule } from '@ottogi/client';
import { useTexts } from '../hooks/app.ts';
import { Select } from './ui/Select.tsx';

interface RuleChoiceProps {
  rule: TopologyRule;
  onChange: (rule: TopologyRule) => void;
}

/** How the people in a room are to be connected. */
export function RuleChoice({ rule, onChange }: RuleChoiceProps) {
  const texts = useTexts();
  return (
    <Select
      label={texts.topology.rule}
      hint={texts.topology.ruleHints[rule]}
      value={rule}
      options={TOPOLOGY_RULES.map((value) => ({ value, label: texts.topology.rules[value] }))}
      onChange={onChange}
    />
  );
}
