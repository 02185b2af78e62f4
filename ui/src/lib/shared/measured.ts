// How wide an element is, told whenever that changes. Where nothing is laid out, in tests, nothing is told.

import type { Attachment } from 'svelte/attachments';

export function measured(told: (width: number) => void): Attachment {
  return (element) => {
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) told(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  };
}
