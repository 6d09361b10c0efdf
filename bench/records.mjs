/**
 * A script for a page. Bytes that do not compress, in records of 1 MB, as offline apps and mail
 * clients keep them; a cache would not be saved.
 */
export const fill = (megabytes) => `new Promise((resolve, reject) => {
  const open = indexedDB.open('bench', 1);
  open.onerror = () => reject(open.error);
  open.onupgradeneeded = () => open.result.createObjectStore('records');
  open.onsuccess = () => {
    const write = open.result.transaction('records', 'readwrite');
    for (let i = 0; i < ${megabytes}; i++) {
      const record = new Uint8Array(1 << 20);
      for (let at = 0; at < record.length; at += 65536)
        crypto.getRandomValues(record.subarray(at, at + 65536));
      write.objectStore('records').put(record, i);
    }
    write.oncomplete = () => resolve(true);
    write.onerror = () => reject(write.error);
  };
})`;
