/**
 * Settings from files and flags. Every module declares its own settings as records whose components carry {@link
 * io.gossamer.ops.settings.Setting}; this package reads, writes and documents any tree of such records and knows none
 * of them.
 *
 * <p>Read {@link io.gossamer.jobs.config.ConfigReader} first. On the way from text to records: {@code ConfigFile} and
 * {@code YamlParser} turn YAML into a tree of {@code Given} (what the user wrote, untyped, with its place), {@code
 * SetFlag} lays {@code --set} on top, {@code Binder} matches the tree with the records and collects every problem,
 * {@code ValueReader} makes single values. The type is always decided by the record, never by the YAML: {@code label:
 * no} is the text "no".
 */
package io.gossamer.jobs.config;
