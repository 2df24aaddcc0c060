/**
 * Networks: {@link io.gossamer.ops.net.NetworkSpec} describes one, {@link io.gossamer.ops.net.Network} is one compiled
 * for given patterns, {@link io.gossamer.ops.net.Workspace} owns every buffer a step needs. Weights, workspace and
 * optimiser state are three objects with three owners.
 *
 * <p>A batch is computed tile by tile, forward and backward through all layers before the next tile starts, so that one
 * tile of buffers is enough and stays in cache.
 */
package io.gossamer.ops.net;
