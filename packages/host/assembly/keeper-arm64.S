// keeper-x64.S, for arm64.

        .text
        .globl keeper
keeper:
        mov     x19, x0
        // It holds no descriptor but its two, and no folder but the root.
        add     x20, x19, #KEEPER_RANGES
        mov     w21, #3
range:
        mov     x8, #SYS_close_range
        ldp     w0, w1, [x20], #8
        mov     x2, #0
        svc     #0
        subs    w21, w21, #1
        b.ne    range
        mov     x8, #SYS_chdir
        add     x0, x19, #KEEPER_ROOT
        svc     #0
        // The child's standard streams: the lowest number is 0.
        mov     x8, #SYS_openat
        mov     x0, #AT_FDCWD
        add     x1, x19, #KEEPER_HOLE
        mov     x2, #O_RDWR
        mov     x3, #0
        svc     #0
        mov     w21, #1
stream:
        mov     x8, #SYS_dup3
        mov     x0, #0
        mov     w1, w21
        mov     x2, #0
        svc     #0
        add     w21, w21, #1
        cmp     w21, #3
        b.ne    stream
        // vfork: the child has this stack until it is another program, and leaves it as it is.
        mov     x8, #SYS_clone
        mov     x0, #(CLONE_VM | CLONE_VFORK | SIGCHLD)
        mov     x1, #0
        mov     x2, #0
        mov     x3, #0
        mov     x4, #0
        svc     #0
        cbz     x0, child
        str     w0, [x19, #KEEPER_PID]
        // write(control, &pid, 4): what waits for it goes on.
        mov     x8, #SYS_write
        ldr     w0, [x19, #KEEPER_CONTROL]
        add     x1, x19, #KEEPER_PID
        mov     x2, #4
        svc     #0
        ldr     w0, [x19, #KEEPER_PID]
        cmp     w0, #0
        b.le    end
        // A byte: the child is to have another parent. The connection's end: it is to end.
        mov     x8, #SYS_read
        ldr     w0, [x19, #KEEPER_CONTROL]
        add     x1, x19, #KEEPER_BYTE
        mov     x2, #1
        svc     #0
        cmp     x0, #1
        b.eq    end
        mov     x8, #SYS_kill
        ldr     w0, [x19, #KEEPER_PID]
        mov     x1, #SIGKILL
        svc     #0
        mov     x8, #SYS_wait4
        ldr     w0, [x19, #KEEPER_PID]
        mov     x1, #0
        mov     x2, #0
        mov     x3, #0
        svc     #0
end:
        mov     x8, #SYS_exit_group
        mov     x0, #0
        svc     #0
child:
        // fcntl(kept, F_SETFD, 0)
        mov     x8, #SYS_fcntl
        ldr     w0, [x19, #KEEPER_KEPT]
        mov     x1, #F_SETFD
        mov     x2, #0
        svc     #0
        mov     x8, #SYS_rt_sigprocmask
        mov     x0, #SIG_SETMASK
        add     x1, x19, #KEEPER_MASK
        mov     x2, #0
        mov     x3, #8
        svc     #0
        mov     x8, #SYS_execve
        ldr     x0, [x19, #KEEPER_PATH]
        ldr     x1, [x19, #KEEPER_ARGV]
        ldr     x2, [x19, #KEEPER_ENVP]
        svc     #0
        b       end
