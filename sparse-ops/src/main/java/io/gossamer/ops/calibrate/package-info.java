/**
 * Times a masked layer on this machine, sparse and dense, to find the density from which dense kernels are faster. Only
 * the driver does this, at plan time; workers are told.
 */
package io.gossamer.ops.calibrate;
