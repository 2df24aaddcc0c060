/**
 * Where Spark lives. Stations in the order of a run: {@code plan}, {@code data}, {@code round}, {@code run},
 * {@code model}, {@code report}; {@code spark} and {@code files} hold the two effects they all share.
 */
package io.gossamer.driver;
