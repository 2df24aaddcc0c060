/**
 * How a module declares its own settings: a record whose components carry {@link io.gossamer.ops.settings.Setting}.
 * The record's compact constructor checks ranges and throws {@link io.gossamer.ops.InvalidInput}.
 */
package io.gossamer.ops.settings;
