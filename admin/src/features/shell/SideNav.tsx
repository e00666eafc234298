import { Divider, Flex, Link } from '@strapi/design-system';
import { SubNav } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';
import { PLUGIN_ID } from '../../pluginId';
import { useText } from '../../text';

const HOME = `/plugins/${PLUGIN_ID}`;

const PAGES = [
  { name: 'inbox', to: HOME, end: true },
  { name: 'deliveries', to: `${HOME}/deliveries`, end: false },
] as const;

/** The pages of the plugin, beside them as in the content manager. */
export const SideNav = () => {
  const text = useText();
  return (
    <SubNav.Main aria-label={text('plugin.name')}>
      <SubNav.Header label={text('plugin.name')} />
      <Divider />
      <SubNav.Content>
        <SubNav.Sections>
          {[
            <SubNav.Section key="pages" label={text('nav.pages')}>
              {PAGES.map(({ name, to, end }) => (
                <SubNav.Link key={name} to={to} end={end} label={text(`nav.${name}`)} />
              ))}
            </SubNav.Section>,
          ]}
        </SubNav.Sections>
      </SubNav.Content>
    </SubNav.Main>
  );
};

/** The same above the pages, where there is no room beside them. */
export const NarrowNav = () => {
  const text = useText();
  return (
    <Flex tag="nav" aria-label={text('plugin.name')} gap={4} padding={4}>
      {PAGES.map(({ name, to, end }) => (
        <Link key={name} tag={NavLink} to={to} end={end}>
          {text(`nav.${name}`)}
        </Link>
      ))}
    </Flex>
  );
};
