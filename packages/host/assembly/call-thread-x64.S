// void *call_thread(struct call *block): makes the system calls that are put into its block, one after the other.
// The block's layout is src/threads/call-block.ts's. Only system calls are made, so no C library is needed, nor errno.

        .text
        .globl call_thread
call_thread:
        push    %rbx
        mov     %rdi, %rbx
        mov     $SYS_gettid, %eax
        syscall
        mov     %eax, BLOCK_TID(%rbx)
wait:
        mov     BLOCK_STATE(%rbx), %edx
        cmp     $STATE_ASKED, %edx
        je      call
        cmp     $STATE_END, %edx
        je      end
        // futex(&state, FUTEX_WAIT_PRIVATE, what it was, NULL)
        mov     $SYS_futex, %eax
        mov     %rbx, %rdi
        mov     $FUTEX_WAIT_PRIVATE, %esi
        xor     %r10d, %r10d
        syscall
        jmp     wait
call:
        mov     BLOCK_NUMBER(%rbx), %rax
        mov     BLOCK_ARGUMENTS(%rbx), %rdi
        mov     BLOCK_ARGUMENTS+8(%rbx), %rsi
        mov     BLOCK_ARGUMENTS+16(%rbx), %rdx
        mov     BLOCK_ARGUMENTS+24(%rbx), %r10
        mov     BLOCK_ARGUMENTS+32(%rbx), %r8
        mov     BLOCK_ARGUMENTS+40(%rbx), %r9
        syscall
        mov     %rax, BLOCK_RESULT(%rbx)
        movl    $STATE_DONE, BLOCK_STATE(%rbx)
        // write(announce, &one, 8)
        mov     $SYS_write, %eax
        mov     BLOCK_ANNOUNCE(%rbx), %rdi
        lea     BLOCK_ONE(%rbx), %rsi
        mov     $8, %edx
        syscall
        jmp     wait
end:
        // The last that it touches: the block can be used again.
        movl    $STATE_IDLE, BLOCK_STATE(%rbx)
        xor     %eax, %eax
        pop     %rbx
        ret
