import { useAuth, useRBAC } from '@strapi/strapi/admin';
import type { AllowedActions } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';

export interface CheckedRights {
  allowedActions: AllowedActions;
  isLoading: boolean;
  error?: unknown;
}

interface RightsProps {
  permissions: Parameters<typeof useRBAC>[0];
  children: (rights: CheckedRights) => ReactNode;
}

const Checked = ({ permissions, children }: RightsProps) => <>{children(useRBAC(permissions))}</>;

/**
 * What the user may do. `useRBAC` checks when it mounts and never again: on a page that is opened by its address
 * that can be before the user's permissions have come, and everybody would be turned away. Hence the key.
 */
export const Rights = (props: RightsProps) => {
  const known = useAuth('LinkbacksRights', ({ permissions }) => permissions);
  return <Checked key={known.length} {...props} />;
};
