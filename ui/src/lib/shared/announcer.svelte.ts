// What assistive technology is told, in one polite live region. It repeats nothing that the focus already says.

class Announcer {
  text = $state('');

  say(text: string): void {
    // The same words twice are only heard twice if they differ.
    this.text = this.text === text ? `${text}\u00a0` : text;
  }
}

export const announcer = new Announcer();
