import { Page } from '@strapi/strapi/admin';
import type { AllowedActions, useRBAC } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { Rights } from './Rights';

interface GuardProps {
  /** The page needs the right that `useRBAC` calls `canRead`. */
  permissions: Parameters<typeof useRBAC>[0];
  /** What to say, and what to do, when the role lacks it. */
  missing: string;
  children: (allowed: AllowedActions) => ReactNode;
}

/** A page that only roles with the right may see; the others are told whom to ask. */
export const Guard = ({ permissions, missing, children }: GuardProps) => (
  <Rights permissions={permissions}>
    {({ allowedActions, isLoading, error }) => {
      if (isLoading) return <Page.Loading />;
      if (error) return <Page.Error />;
      if (!allowedActions.canRead) return <Page.NoPermissions content={missing} />;
      return children(allowedActions);
    }}
  </Rights>
);
