"""Types into a shell on a terminal of its own and presses Tab, as a person does, and tells what came of it.

usage: press_tab.py SHELL SCRIPT < LINES
SHELL   bash or zsh
SCRIPT  the file that completes eventsim there
LINES   a JSON list of lines; Tab is pressed at the end of each
Prints a JSON list with an object for each line: the line as it is then, and the words that the shell showed below it.
"""
import fcntl, json, os, re, select, struct, sys, termios, time

shell, script = sys.argv[1:]
LIMIT_SECONDS = 60
# A key shows the line between two marks and empties it; whatever the shell had to show before it has been shown by then.
START = {
    "bash": [
        ["bash", "--norc", "--noprofile", "-i"],
        "PS1='{>'; bind 'set show-all-if-ambiguous on' 'set completion-query-items 0' 'set page-completions off'"
        " 'set enable-bracketed-paste off' 'set bell-style none';"
        """ show() { printf '\\n{{%s}}\\n' "$READLINE_LINE"; READLINE_LINE=; }; bind -x '"\\C-t": show'; source """,
    ],
    "zsh": [
        ["zsh", "-f", "-i"],
        "PROMPT='{>' RPROMPT= LISTMAX=0; unsetopt beep prompt_sp zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste;"
        """ autoload -Uz compinit; compinit -u -D; show() { zle -I; print -r -- "{{$BUFFER}}"; BUFFER=; }; zle -N show;"""
        " bindkey -e; bindkey '^T' show; bindkey '^I' complete-word; setopt auto_list no_list_ambiguous no_auto_menu; source ",
    ],
}
command, preparation = START[shell]

master, slave = os.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 400, 250, 0, 0))
child = os.fork()
if child == 0:
    os.close(master)
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2):
        os.dup2(slave, descriptor)
    os.execvpe(command[0], command, {**os.environ, "TERM": "dumb", "LC_ALL": "C.UTF-8"})
os.close(slave)


def read_until(pattern):
    seen, end = "", time.monotonic() + LIMIT_SECONDS
    while not re.search(pattern, seen):
        if time.monotonic() > end or not select.select([master], [], [], LIMIT_SECONDS)[0]:
            sys.exit(f"{shell} shows nothing of the kind {pattern}: {seen!r}")
        seen += os.read(master, 65536).decode()
    return seen


os.write(master, f"{preparation}{script}; echo ready$((1 + 1))\n".encode())
# With its prompt a shell takes the keys from the terminal, which until then edits the line by itself.
read_until(r"ready2\s[^{]*\{>")
answers = []
for line in json.load(sys.stdin):
    os.write(master, line.encode() + b"\t\x14")
    seen = read_until(r"\{\{.*\}\}[^{]*\{>")
    mark = re.search(r"\{\{(.*)\}\}", seen)
    # First the line as it is typed, and below the list the prompt again.
    below = [text for text in re.split(r"[\r\n]+", seen[: mark.start()])[1:] if not text.startswith("{>")]
    answers.append({"line": mark.group(1), "shown": " ".join(below).split()})
json.dump(answers, sys.stdout)
