import { adminApi } from '@strapi/strapi/admin';
import type {
  ActionsResponse,
  EntrySettings,
  EntrySettingsResponse,
  LinkbackActionsRequest,
  LinkbackActionsResponse,
  LinkbackDetail,
  ListLinkbacksQuery,
  ListLinkbacksResponse,
  ListPingsQuery,
  ListPingsResponse,
  PingActionsRequest,
  PreviewResponse,
  SendResponse,
  ResolveResponse,
  SearchEntriesQuery,
  SearchEntriesResponse,
  SettingsResponse,
  SettingsSaved,
  SettingsTestRequest,
  SettingsTestResponse,
  SettingsUpdate,
  TypesResponse,
  StatusResponse,
} from '../../server/src/contracts';
import { PLUGIN_ID } from './pluginId';
import type { UseMutation, UseQuery } from './query-types';

/** An entry as the admin routes know it; `documentId` is `new` before the first save. */
export interface EntryRef {
  uid: string;
  documentId: string;
  /** '' for a type that is not localised. */
  locale: string;
}

export interface EntryUpdate {
  entry: EntryRef;
  settings: Partial<EntrySettings>;
}

/** The entry panel shows the latest pings only; the rest is in the delivery log. */
export const PANEL_PINGS = 10;

/** The address of a route. Strapi's fetch client does not encode what it puts into a query, so it gets none to put. */
const route = (path: string, query: object = {}): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return `/${PLUGIN_ID}/${path}${search ? `?${search}` : ''}`;
};

const entryRoute = ({ uid, documentId, locale }: EntryRef, path = '', query: object = {}): string =>
  route(`entries/${uid}/${documentId}${path}`, { locale, ...query });

const entryTag = <Type extends string>(type: Type, { uid, documentId, locale }: EntryRef) => ({
  type,
  id: `${uid}:${documentId}:${locale}`,
});

/**
 * The admin routes of the plugin, on Strapi's own RTK Query api. All plugins share that api, and an endpoint whose
 * name is taken is silently ignored: hence the long names.
 */
const linkbacksApi = adminApi
  .enhanceEndpoints({ addTagTypes: ['Linkbacks', 'LinkbacksEntry', 'LinkbacksPings', 'LinkbacksSettings'] })
  .injectEndpoints({
    endpoints: (build) => ({
      listLinkbacks: build.query<ListLinkbacksResponse, ListLinkbacksQuery>({
        query: (query) => route('linkbacks', query),
        providesTags: ['Linkbacks'],
      }),
      getLinkback: build.query<LinkbackDetail, string>({
        query: (id) => route(`linkbacks/${encodeURIComponent(id)}`),
        providesTags: ['Linkbacks'],
      }),
      getLinkbacksTypes: build.query<TypesResponse, null>({
        query: () => route('types'),
      }),
      searchLinkbacksEntries: build.query<SearchEntriesResponse, SearchEntriesQuery>({
        query: (query) => route('entries', query),
      }),
      listLinkbacksPings: build.query<ListPingsResponse, ListPingsQuery>({
        query: (query) => route('pings', query),
        providesTags: ['LinkbacksPings'],
      }),
      moderateLinkbacks: build.mutation<LinkbackActionsResponse, LinkbackActionsRequest>({
        query: (data) => ({ url: route('linkbacks/actions'), method: 'POST', data }),
        // Trusting and blocking a host changes the settings too.
        invalidatesTags: ['Linkbacks', 'LinkbacksEntry', 'LinkbacksSettings'],
      }),
      getLinkbacksEntry: build.query<EntrySettingsResponse, EntryRef>({
        query: (entry) => entryRoute(entry),
        providesTags: (_result, _error, entry) => [entryTag('LinkbacksEntry', entry)],
      }),
      updateLinkbacksEntry: build.mutation<EntrySettingsResponse, EntryUpdate>({
        query: ({ entry, settings }) => ({ url: entryRoute(entry), method: 'PUT', data: settings }),
        invalidatesTags: (_result, _error, { entry }) => [entryTag('LinkbacksEntry', entry)],
      }),
      listLinkbacksEntryPings: build.query<ListPingsResponse, EntryRef>({
        query: (entry) => entryRoute(entry, '/pings', { pageSize: PANEL_PINGS }),
        providesTags: (_result, _error, entry) => [entryTag('LinkbacksPings', entry)],
      }),
      sendLinkbacksEntryPings: build.mutation<SendResponse, EntryRef>({
        query: (entry) => ({ url: entryRoute(entry, '/send'), method: 'POST' }),
        invalidatesTags: (_result, _error, entry) => [entryTag('LinkbacksEntry', entry), 'LinkbacksPings'],
      }),
      previewLinkbacksEntry: build.query<PreviewResponse, EntryRef>({
        query: (entry) => ({ url: entryRoute(entry, '/preview'), method: 'POST' }),
        providesTags: (_result, _error, entry) => [entryTag('LinkbacksEntry', entry)],
      }),
      actOnLinkbacksPings: build.mutation<ActionsResponse, PingActionsRequest>({
        query: (data) => ({ url: route('pings/actions'), method: 'POST', data }),
        invalidatesTags: ['LinkbacksEntry', 'LinkbacksPings'],
      }),
      getLinkbacksSettings: build.query<SettingsResponse, null>({
        query: () => route('settings'),
        providesTags: ['LinkbacksSettings'],
      }),
      updateLinkbacksSettings: build.mutation<SettingsResponse | SettingsSaved, SettingsUpdate>({
        query: (data) => ({ url: route('settings'), method: 'PUT', data }),
        invalidatesTags: ['LinkbacksSettings', 'LinkbacksEntry'],
      }),
      testLinkbacksSettings: build.mutation<SettingsTestResponse, SettingsTestRequest>({
        query: (data) => ({ url: route('settings/test'), method: 'POST', data }),
      }),
      getLinkbacksStatus: build.query<StatusResponse, null>({
        query: () => route('status'),
      }),
      resolveLinkbacksUrl: build.query<ResolveResponse, string>({
        query: (url) => route('resolve', { url }),
      }),
    }),
  });

export const useListLinkbacksQuery: UseQuery<ListLinkbacksQuery, ListLinkbacksResponse> =
  linkbacksApi.useListLinkbacksQuery;
export const useLinkbackQuery: UseQuery<string, LinkbackDetail> = linkbacksApi.useGetLinkbackQuery;
export const useTypesQuery: UseQuery<null, TypesResponse> = linkbacksApi.useGetLinkbacksTypesQuery;
export const useSearchEntriesQuery: UseQuery<SearchEntriesQuery, SearchEntriesResponse> =
  linkbacksApi.useSearchLinkbacksEntriesQuery;
export const usePingsQuery: UseQuery<ListPingsQuery, ListPingsResponse> =
  linkbacksApi.useListLinkbacksPingsQuery;
export const useModerateLinkbacksMutation: UseMutation<LinkbackActionsRequest, LinkbackActionsResponse> =
  linkbacksApi.useModerateLinkbacksMutation;
export const useEntryQuery: UseQuery<EntryRef, EntrySettingsResponse> =
  linkbacksApi.useGetLinkbacksEntryQuery;
export const useUpdateEntryMutation: UseMutation<EntryUpdate, EntrySettingsResponse> =
  linkbacksApi.useUpdateLinkbacksEntryMutation;
export const useEntryPingsQuery: UseQuery<EntryRef, ListPingsResponse> =
  linkbacksApi.useListLinkbacksEntryPingsQuery;
export const useSendEntryPingsMutation: UseMutation<EntryRef, SendResponse> =
  linkbacksApi.useSendLinkbacksEntryPingsMutation;
export const usePreviewQuery: UseQuery<EntryRef, PreviewResponse> =
  linkbacksApi.usePreviewLinkbacksEntryQuery;
export const useActOnPingsMutation: UseMutation<PingActionsRequest, ActionsResponse> =
  linkbacksApi.useActOnLinkbacksPingsMutation;
export const useSettingsQuery: UseQuery<null, SettingsResponse> = linkbacksApi.useGetLinkbacksSettingsQuery;
export const useUpdateSettingsMutation: UseMutation<SettingsUpdate, SettingsResponse | SettingsSaved> =
  linkbacksApi.useUpdateLinkbacksSettingsMutation;
export const useTestSettingsMutation: UseMutation<SettingsTestRequest, SettingsTestResponse> =
  linkbacksApi.useTestLinkbacksSettingsMutation;
export const useStatusQuery: UseQuery<null, StatusResponse> = linkbacksApi.useGetLinkbacksStatusQuery;
export const useResolveQuery: UseQuery<string, ResolveResponse> = linkbacksApi.useResolveLinkbacksUrlQuery;
