package dev.valise.server;

import dev.valise.blob.BlobKey;
import dev.valise.blob.BlobStore;
import dev.valise.catalog.BlobRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes blobs that are marked as being deleted. One that cannot be deleted stays marked, for the
 * next garbage collection, and costs space meanwhile, no more.
 */
record BlobRemoval(BlobStore blobs, BlobRecords records) {
  private static final Logger LOG = LoggerFactory.getLogger(BlobRemoval.class);

  void remove(List<String> keys) {
    List<String> deleted = new ArrayList<>();
    for (String key : keys) {
      try {
        blobs.delete(new BlobKey(key));
        deleted.add(key);
      } catch (IOException e) {
        LOG.warn("the unused blob {} stays", key, e);
      }
    }
    records.forget(deleted);
  }
}
