// int keeper(struct keeper *block): a process that shares memory with the one that starts it (keeper.ts), and has a child of its own.
// The block's layout is src/threads/keeper-block.ts's. Only system calls are made, so no C library is needed, nor errno.

        .text
        .globl keeper
keeper:
        push    %rbx
        push    %r12
        mov     %rdi, %rbx
        // It holds no descriptor but its two, and no folder but the root.
        xor     %r12d, %r12d
range:
        mov     $SYS_close_range, %eax
        mov     KEEPER_RANGES(%rbx, %r12, 8), %edi
        mov     KEEPER_RANGES+4(%rbx, %r12, 8), %esi
        xor     %edx, %edx
        syscall
        inc     %r12d
        cmp     $3, %r12d
        jne     range
        mov     $SYS_chdir, %eax
        lea     KEEPER_ROOT(%rbx), %rdi
        syscall
        // The child's standard streams: the lowest number is 0.
        mov     $SYS_openat, %eax
        mov     $AT_FDCWD, %rdi
        lea     KEEPER_HOLE(%rbx), %rsi
        mov     $O_RDWR, %edx
        xor     %r10d, %r10d
        syscall
        mov     $1, %r12d
stream:
        mov     $SYS_dup3, %eax
        xor     %edi, %edi
        mov     %r12d, %esi
        xor     %edx, %edx
        syscall
        inc     %r12d
        cmp     $3, %r12d
        jne     stream
        // vfork: the child has this stack until it is another program, and leaves it as it is.
        mov     $SYS_clone, %eax
        mov     $(CLONE_VM | CLONE_VFORK | SIGCHLD), %edi
        xor     %esi, %esi
        xor     %edx, %edx
        xor     %r10d, %r10d
        xor     %r8d, %r8d
        syscall
        test    %rax, %rax
        je      child
        mov     %eax, KEEPER_PID(%rbx)
        // write(control, &pid, 4): what waits for it goes on.
        mov     $SYS_write, %eax
        mov     KEEPER_CONTROL(%rbx), %edi
        lea     KEEPER_PID(%rbx), %rsi
        mov     $4, %edx
        syscall
        cmpl    $0, KEEPER_PID(%rbx)
        jle     end
        // A byte: the child is to have another parent. The connection's end: it is to end.
        xor     %eax, %eax
        mov     KEEPER_CONTROL(%rbx), %edi
        lea     KEEPER_BYTE(%rbx), %rsi
        mov     $1, %edx
        syscall
        cmp     $1, %rax
        je      end
        mov     $SYS_kill, %eax
        mov     KEEPER_PID(%rbx), %edi
        mov     $SIGKILL, %esi
        syscall
        mov     $SYS_wait4, %eax
        mov     KEEPER_PID(%rbx), %edi
        xor     %esi, %esi
        xor     %edx, %edx
        xor     %r10d, %r10d
        syscall
end:
        mov     $SYS_exit_group, %eax
        xor     %edi, %edi
        syscall
child:
        // fcntl(kept, F_SETFD, 0)
        mov     $SYS_fcntl, %eax
        mov     KEEPER_KEPT(%rbx), %edi
        mov     $F_SETFD, %esi
        xor     %edx, %edx
        syscall
        mov     $SYS_rt_sigprocmask, %eax
        mov     $SIG_SETMASK, %edi
        lea     KEEPER_MASK(%rbx), %rsi
        xor     %edx, %edx
        mov     $8, %r10d
        syscall
        mov     $SYS_execve, %eax
        mov     KEEPER_PATH(%rbx), %rdi
        mov     KEEPER_ARGV(%rbx), %rsi
        mov     KEEPER_ENVP(%rbx), %rdx
        syscall
        jmp     end
