import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from './constants';
import type services from './services';
import type { Linkbacks } from './services/types';

type Services = { [Name in keyof typeof services]: ReturnType<(typeof services)[Name]> };

/** One of the plugin's services, typed. */
export const getService = <Name extends keyof Services>(strapi: Core.Strapi, name: Name): Services[Name] =>
  strapi.plugin(PLUGIN_ID).service(name);

/** What the services share: configuration, guarded client, entries, endpoints, queue. */
export const getLinkbacks = (strapi: Core.Strapi): Linkbacks => strapi.get(PLUGIN_ID as never);
